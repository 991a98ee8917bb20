namespace Audio.Host.Http.Play;

/// <summary>How a body ended, if it has.</summary>
internal enum UploadEnd
{
    /// <summary>It has not ended; more may arrive.</summary>
    None,

    /// <summary>It was received completely.</summary>
    Whole,

    /// <summary>The connection broke, or the body is not valid HTTP.</summary>
    Cut,

    /// <summary>Nothing arrived for too long.</summary>
    Stalled,

    /// <summary>The rest is not wanted.</summary>
    Stopped,
}

/// <summary>The result of one read of a body.</summary>
/// <param name="Bytes">The bytes not yet consumed; valid until <see cref="Upload.AdvanceTo"/>.</param>
/// <param name="End">
/// How the body ended. With <see cref="UploadEnd.Whole"/> the bytes are the last ones; with any other ending there are
/// none.
/// </param>
internal readonly record struct UploadRead(System.Buffers.ReadOnlySequence<byte> Bytes, UploadEnd End);
