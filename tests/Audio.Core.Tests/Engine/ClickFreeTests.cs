using System.Runtime.InteropServices;
using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Engine;

/// <summary>
/// A full-scale tone of 50 Hz goes through all that can happen to it, at any moment and in periods of any length: from
/// one sample to the next the output never moves further than the tone and a ramp of 5 ms can.
/// </summary>
public sealed class ClickFreeTests
{
    private const int Rate = 48_000;
    private const int Tries = 25;
    private const double ToneSlope = 2 * Math.PI * 50 / Rate;
    private const double RampSlope = 1.0 / 240;
    private const double Rounding = 1e-6;

    public static TheoryData<string, int> Operations()
    {
        var data = new TheoryData<string, int>();
        foreach (
            string operation in new[]
            {
                "pause",
                "resume",
                "resume in mid-ramp",
                "cancel",
                "cancel in mid-ramp",
                "steal",
                "interrupt",
                "volume",
                "bus volume",
                "bus mute",
                "master volume",
                "master mute",
                "duck",
                "duck and pause",
                "underrun",
                "underrun and pause",
            }
        )
        {
            data.Add(operation, 1);
            data.Add(operation, 2);
        }

        return data;
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task Nothing_clicks(string operation, int channels)
    {
        for (int seed = 0; seed < Tries; seed++)
        {
            var random = new Random(seed);
            var test = new TestEngine();
            AudioSession tone = Open(test, channels, SessionPriority.Media);
            int sent = 0;
            await SendAsync(
                milliseconds: operation.StartsWith("underrun", StringComparison.Ordinal) ? 20 + random.Next(60) : 2_000
            );
            Play(test, random, 300 + random.Next(2_000));

            switch (operation)
            {
                case "pause":
                    tone.Pause();
                    break;
                case "resume":
                    tone.Pause();
                    Play(test, random, 500);
                    tone.Resume();
                    break;
                case "resume in mid-ramp":
                    tone.Pause();
                    Play(test, random, random.Next(240));
                    tone.Resume();
                    break;
                case "cancel":
                    tone.Cancel();
                    break;
                case "cancel in mid-ramp":
                    tone.Volume = 0.2f;
                    Play(test, random, random.Next(240));
                    tone.Cancel();
                    break;
                case "steal":
                    await SilenceAsync(test, ChannelOverlap.Replace, SessionPriority.Media);
                    break;
                case "interrupt":
                    AudioSession other = await SilenceAsync(
                        test,
                        ChannelOverlap.Replace,
                        SessionPriority.Media,
                        resumeInterrupted: true
                    );
                    Play(test, random, 100 + random.Next(500));
                    other.Cancel();
                    break;
                case "volume":
                    Move(volume => tone.Volume = volume);
                    break;
                case "bus volume":
                    Move(volume => test.Engine.Buses[0].Volume = volume);
                    break;
                case "bus mute":
                    Move(volume => test.Engine.Buses[0].IsMuted = volume < 0.5f);
                    break;
                case "master volume":
                    Move(volume => test.Engine.Master.Volume = volume);
                    break;
                case "master mute":
                    Move(volume => test.Engine.Master.IsMuted = volume < 0.5f);
                    break;
                case "duck":
                case "duck and pause":
                    AudioSession speech = await SilenceAsync(test, ChannelOverlap.Mix, SessionPriority.Speech);
                    Play(test, random, random.Next(6_000));
                    if (operation == "duck and pause")
                        tone.Pause();
                    speech.Cancel();
                    break;
                case "underrun":
                case "underrun and pause":
                    Play(test, random, 6_000);
                    await SendAsync(30);
                    Play(test, random, random.Next(2_000));
                    if (operation == "underrun and pause")
                        tone.Pause();
                    await SendAsync(500);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(operation), operation, "No such operation.");
            }

            Play(test, random, 20_000);
            float[] left = [.. test.Output.Rendered.Where(static (_, i) => i % 2 == 0)];
            left.Max().Should().BeGreaterThan(0.9f, "the tone was there");
            Steps(left)
                .Max()
                .Should()
                .BeLessThanOrEqualTo(ToneSlope + RampSlope + Rounding, "{0}, seed {1}", operation, seed);

            async Task SendAsync(int milliseconds)
            {
                float[] samples =
                [
                    .. Enumerable
                        .Range(sent, milliseconds * Rate / 1_000)
                        .SelectMany(i => Enumerable.Repeat((float)Math.Sin(ToneSlope * i), channels)),
                ];
                sent += samples.Length / channels;
                await tone.WriteAsync(MemoryMarshal.AsBytes<float>(samples).ToArray());
            }

            void Move(Action<float> set)
            {
                for (int i = 0; i < 6; i++)
                {
                    set(random.NextSingle());
                    Play(test, random, random.Next(400));
                }
            }
        }
    }

    private static AudioSession Open(
        TestEngine test,
        int channels,
        SessionPriority priority,
        ChannelOverlap overlap = ChannelOverlap.Mix,
        bool resumeInterrupted = false
    ) =>
        test.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Float32(Rate, channels),
                Etiquette = new SessionEtiquette
                {
                    Priority = priority,
                    Channel = "c",
                    Overlap = overlap,
                    ResumeInterrupted = resumeInterrupted,
                },
            }
        );

    /// <summary>Another session that plays, and is not heard: what moves then is the tone.</summary>
    private static async Task<AudioSession> SilenceAsync(
        TestEngine test,
        ChannelOverlap overlap,
        SessionPriority priority,
        bool resumeInterrupted = false
    )
    {
        AudioSession session = Open(test, 1, priority, overlap, resumeInterrupted);
        await session.WriteAsync(new byte[Rate * sizeof(float)]);
        return session;
    }

    /// <summary>Plays so many frames, or until nothing sounds, in periods of any length, and hears them.</summary>
    private static void Play(TestEngine test, Random random, int frames)
    {
        while (frames > 0)
        {
            int period = Math.Min(frames, random.Next(1, 700));
            test.Output.Render(period);
            frames -= period;
            test.Output.FramesPlayed = test.Output.Rendered.Count / 2;
            test.Time.Advance(TimeSpan.FromSeconds((double)period / Rate));
        }
    }

    /// <summary>How far it goes from each sample to the next, beginning and ending in silence.</summary>
    private static IEnumerable<double> Steps(float[] samples) =>
        samples.Prepend(0f).Zip(samples, static (last, next) => Math.Abs((double)next - last));
}
