namespace Audio.Core.Wires.V4;

/// <summary>Who has a <c>flow</c> message to say.</summary>
internal interface IV4FlowSource
{
    /// <summary>Writes what holds now. Sending loop.</summary>
    /// <returns>Bytes written.</returns>
    int WriteFlow(Span<byte> destination);
}
