using System.Buffers;
using Audio.Core.Codecs.Detection;
using Audio.Host.Http.Problems;
using Audio.Protocol;

namespace Audio.Host.Http.Play;

/// <summary>Checks the first bytes of a body whose format nobody declared, and leaves them in the pipe.</summary>
internal static class BodyStart
{
    /// <summary>Waits for the first bytes and requires that they begin a known format.</summary>
    /// <exception cref="ApiProblemException">They do not, or never arrive.</exception>
    public static async Task RequireSoundAsync(Upload upload, TimeSpan stallLimit)
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

            byte[] start = read.Bytes.Slice(0, Math.Min(StreamStart.MaxBytes, read.Bytes.Length)).ToArray();
            bool isKnown = IsKnown(start, isWhole: read.End == UploadEnd.Whole);
            upload.AdvanceTo(read.Bytes.Start, isKnown ? read.Bytes.Slice(0, 0) : read.Bytes);
            if (isKnown)
                return;
        }
    }

    private static bool IsKnown(ReadOnlySpan<byte> start, bool isWhole)
    {
        if (start.IsEmpty && isWhole)
            throw new ApiProblemException(ApiProblems.EmptyBody());
        try
        {
            return StreamStart.IsKnown(start, isWhole);
        }
        catch (ProtocolException e)
        {
            throw new ApiProblemException(ApiProblems.UnsupportedMediaType(e.Message));
        }
    }
}
