using System.Buffers;
using Audio.Host.Http.Problems;

namespace Audio.Host.Http.Play;

/// <summary>Checks the first bytes of a body whose format nobody declared, and leaves them in the pipe.</summary>
internal static class BodyStart
{
    private const int MagicBytes = 4;

    /// <summary>Waits for the first bytes and requires a WAV header.</summary>
    /// <exception cref="ApiProblemException">The body does not start with a WAV header, or never arrives.</exception>
    public static async Task RequireWavAsync(Upload upload, TimeSpan stallLimit)
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

            ReadOnlySequence<byte> start = read.Bytes.Slice(0, Math.Min(MagicBytes, read.Bytes.Length));
            ApiProblem? problem = ProblemOf(start.ToArray());
            bool decided = start.Length == MagicBytes || read.End == UploadEnd.Whole;
            upload.AdvanceTo(read.Bytes.Start, decided ? read.Bytes.Slice(0, 0) : read.Bytes);
            if (decided && problem is not null)
                throw new ApiProblemException(problem);
            if (decided)
                return;
        }
    }

    private static ApiProblem? ProblemOf(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            return ApiProblems.EmptyBody();
        if (start.SequenceEqual("RIFF"u8))
            return null;
        if (start.SequenceEqual("RIFX"u8) || start.SequenceEqual("RF64"u8))
        {
            return ApiProblems.UnsupportedMediaType(
                "Big-endian and 64-bit WAV files (RIFX, RF64) are not played; send RIFF."
            );
        }

        return ApiProblems.UnsupportedMediaType(
            "The body does not start with RIFF, so it is not a WAV file, and no other format is declared. "
                + ApiProblems.WhatToSend
        );
    }
}
