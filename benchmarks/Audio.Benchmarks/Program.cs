using Audio.Benchmarks;
using BenchmarkDotNet.Running;

// Runs in this process with the daemon's runtime settings; a process per benchmark would be restored and built each
// time.
BenchmarkSwitcher
    .FromAssembly(typeof(BenchmarkSettings).Assembly)
    .Run(["--inProcess", .. args], new BenchmarkSettings());
