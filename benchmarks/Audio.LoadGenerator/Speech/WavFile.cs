using System.Buffers.Binary;

namespace Audio.LoadGenerator.Speech;

/// <summary>A mono 16-bit WAV file with its header as sox writes it.</summary>
internal sealed record WavFile(int SampleRate, byte[] Data)
{
    public int Frames => Data.Length / 2;

    public TimeSpan Duration => TimeSpan.FromSeconds((double)Frames / SampleRate);

    public static WavFile Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int data = file.AsSpan().IndexOf("data"u8);
        if (
            data < 36
            || BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(22)) != 1
            || BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(34)) != 16
        )
        {
            throw new InvalidDataException($"{path} is no mono 16-bit WAV file.");
        }

        return new WavFile(BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24)), file[(data + 8)..]);
    }
}
