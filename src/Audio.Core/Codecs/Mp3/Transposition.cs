using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Audio.Core.Codecs.Mp3;

/// <summary>Turns four rows of four numbers into four columns.</summary>
internal static class Transposition
{
    /// <summary>Turns them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn(
        ref Vector128<float> a,
        ref Vector128<float> b,
        ref Vector128<float> c,
        ref Vector128<float> d
    )
    {
        Vector128<float> ac = ZipLow(a, c);
        Vector128<float> bd = ZipLow(b, d);
        Vector128<float> acHigh = ZipHigh(a, c);
        Vector128<float> bdHigh = ZipHigh(b, d);
        a = ZipLow(ac, bd);
        b = ZipHigh(ac, bd);
        c = ZipLow(acHigh, bdHigh);
        d = ZipHigh(acHigh, bdHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
