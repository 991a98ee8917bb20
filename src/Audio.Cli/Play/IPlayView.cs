namespace Audio.Cli.Play;

/// <summary>Shows the progress of files.</summary>
internal interface IPlayView
{
    /// <summary>Called when the progress has changed, on any thread. Must return quickly.</summary>
    void Show(FilePlay play);
}
