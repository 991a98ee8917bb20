namespace Audio.Core.Wires.Transports;

/// <summary>A message that is written only when it is sent, so that it is up to date.</summary>
public interface ILateMessage
{
    /// <summary>The most bytes it needs.</summary>
    int MaxLength { get; }

    /// <summary>Writes it as UTF-8 JSON. Called by the sending loop; must not throw or allocate.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    int Write(Span<byte> destination);
}
