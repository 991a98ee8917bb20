namespace Audio.Cli.Play;

/// <summary>Shows how files are played.</summary>
internal interface IPlayView
{
    /// <summary>Something has changed. Any thread; quick.</summary>
    void Show(FilePlay play);
}
