using System.Diagnostics;
using Audio.Fuzz;
using SharpFuzz;

// Audio.Fuzz TARGET                                          under AFL++ (scripts/fuzz.sh), instrumented
// Audio.Fuzz TARGET --replay FILE...                         each file once
// Audio.Fuzz TARGET --random SECONDS --seed N FILE...        files with bytes changed at random
if (args.Length == 0 || !FuzzTargets.All.TryGetValue(args[0], out Action<byte[]>? target))
{
    Console.Error.WriteLine(
        $"Usage: Audio.Fuzz {string.Join('|', FuzzTargets.All.Keys)} [--replay FILE... "
            + "| --random SECONDS --seed N FILE...]"
    );
    return 2;
}

switch (args)
{
    case [_]:
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            target(bytes.ToArray());
        });
        return 0;
    case [_, "--replay", _, ..]:
        foreach (string file in args[2..])
            target(File.ReadAllBytes(file));
        Console.WriteLine($"{args.Length - 2} inputs, none of them a finding");
        return 0;
    case [_, "--random", var seconds, "--seed", var seed, _, ..]
        when int.TryParse(seconds, out int time) && int.TryParse(seed, out int number):
        return RunRandom(
            target,
            TimeSpan.FromSeconds(time),
            new Random(number),
            [.. args[5..].Select(File.ReadAllBytes)]
        );
    default:
        Console.Error.WriteLine(
            "Audio.Fuzz: --replay takes files, --random takes seconds, --seed a number, and files."
        );
        return 2;
}

static int RunRandom(Action<byte[]> target, TimeSpan time, Random random, byte[][] corpus)
{
    long started = Stopwatch.GetTimestamp();
    long runs = 0;
    while (Stopwatch.GetElapsedTime(started) < time)
    {
        List<byte> bytes = [.. corpus[random.Next(corpus.Length)]];
        for (int change = random.Next(6); change > 0; change--)
        {
            int at = random.Next(bytes.Count + 1);
            if (at == bytes.Count || random.Next(3) == 0)
                bytes.Insert(at, (byte)random.Next(256));
            else if (random.Next(2) == 0)
                bytes[at] = (byte)random.Next(256);
            else
                bytes.RemoveAt(at);
        }
        try
        {
            target([.. bytes]);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{e}\n{Convert.ToHexString([.. bytes])}");
            return 1;
        }
        runs++;
    }
    Console.WriteLine($"{runs} runs, no finding");
    return 0;
}
