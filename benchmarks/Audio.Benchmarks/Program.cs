using Audio.Benchmarks;
using BenchmarkDotNet.Running;

// In this process, as the daemon runs them; a job for each benchmark's own process would be built and restored anew.
BenchmarkSwitcher
    .FromAssembly(typeof(BenchmarkSettings).Assembly)
    .Run(["--inProcess", .. args], new BenchmarkSettings());
