namespace Audio.Host.Http.Play;

/// <summary>Why no more of a body is read.</summary>
internal enum UploadEnd
{
    /// <summary>More may come.</summary>
    None,

    /// <summary>It is here whole.</summary>
    Whole,

    /// <summary>The connection broke, or the body is no HTTP any more.</summary>
    Cut,

    /// <summary>Nothing came for too long.</summary>
    Stalled,

    /// <summary>Nobody wants the rest.</summary>
    Stopped,
}

/// <summary>What was read of a body.</summary>
/// <param name="Bytes">What is there and was not advanced past; borrowed until <see cref="Upload.AdvanceTo"/>.</param>
/// <param name="End">
/// Whether it goes on; with <see cref="UploadEnd.Whole"/> the bytes are the last ones, with the others there are none.
/// </param>
internal readonly record struct UploadRead(System.Buffers.ReadOnlySequence<byte> Bytes, UploadEnd End);
