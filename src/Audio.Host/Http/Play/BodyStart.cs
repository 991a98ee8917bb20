using System.Buffers;
using Audio.Core.Engine;
using Audio.Host.Http.Problems;
using Audio.Protocol;

namespace Audio.Host.Http.Play;

/// <summary>Checks the first bytes of a body whose format nobody declared, and leaves them in the pipe.</summary>
internal static class BodyStart
{
    /// <summary>Waits for the first bytes and requires that they begin a known format.</summary>
    /// <exception cref="ApiProblemException">They do not, or never arrive.</exception>
    public static async Task RequireSoundAsync(
        AudioEngine engine,
        Upload upload,
        Func<bool> isOwnUser,
        TimeSpan stallLimit
    )
    {
        while (true)
        {
            UploadRead read = await upload.ReadAsync();
            switch (read.End)
            {
                case UploadEnd.Cut:
                    throw new ApiProblemException(
                        ApiProblems.UploadCut($"{upload.Fault?.TrimEnd('.')}. Nothing was played.")
                    );
                case UploadEnd.Stalled:
                    throw new ApiProblemException(ApiProblems.Stalled(stallLimit));
                case UploadEnd.Stopped:
                    throw new ApiProblemException(ApiProblems.ShuttingDown());
            }

            byte[] start = read.Bytes.Slice(0, Math.Min(SoundStart.MaxBytes, read.Bytes.Length)).ToArray();
            bool isKnown = IsKnown(engine, start, isWhole: read.End == UploadEnd.Whole, isOwnUser);
            upload.AdvanceTo(read.Bytes.Start, isKnown ? read.Bytes.Slice(0, 0) : read.Bytes);
            if (isKnown)
                return;
        }
    }

    private static bool IsKnown(AudioEngine engine, ReadOnlySpan<byte> start, bool isWhole, Func<bool> isOwnUser)
    {
        if (start.IsEmpty && isWhole)
            throw new ApiProblemException(ApiProblems.EmptyBody());
        try
        {
            return SoundStart.IsKnown(engine, start, isWhole, isOwnUser);
        }
        catch (ProtocolException e)
        {
            throw new ApiProblemException(ApiProblems.UnsupportedMediaType(e.Message));
        }
    }
}
