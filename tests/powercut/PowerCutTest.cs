using System.Globalization;
using AccessKiosk.PowerCut.Engines;
using AccessKiosk.PowerCut.Recording;
using AccessKiosk.PowerCut.Simulation;

namespace AccessKiosk.PowerCut;

/// <summary>What is tried.</summary>
/// <param name="States">How many power cuts.</param>
/// <param name="Seed">Chooses operations and cuts.</param>
/// <param name="Operations">How many operations the workload does.</param>
/// <param name="Keep">Where the recording and the states that failed are kept; null to keep none.</param>
internal sealed record PowerCutOptions(int States, int Seed, int Operations, string? Keep = null);

/// <summary>Records a workload once, cuts the power at many moments of it, and checks every state.</summary>
internal sealed class PowerCutTest(IEngine engine, PowerCutOptions options)
{
    private readonly string _home = Directory.CreateDirectory(Path.Combine(FastestFolder(), $"powercut-{Guid.NewGuid():N}")).FullName;
    private readonly HashSet<string> _digests = new(StringComparer.Ordinal);
    private readonly List<StateFailure> _failures = [];

    public async Task<PowerCutReport> RunAsync(Action<int>? checkedSoFar, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            var work = Path.Combine(_home, "work");
            var log = Path.Combine(_home, "recording");
            var steps = await Recorder.RecordAsync(engine, work, log, options.Seed, options.Operations, cancellationToken);
            if (options.Keep is { } keep)
                File.Copy(log, Path.Combine(Directory.CreateDirectory(keep).FullName, engine.Name + ".recording"), overwrite: true);
            CompareWithReality(steps, work);
            var done = 0;
            await Parallel.ForEachAsync(
                States(steps, work),
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
                async (state, token) =>
                {
                    await CheckAsync(state, token);
                    checkedSoFar?.Invoke(Interlocked.Increment(ref done));
                });
            return new(
                engine.Name,
                engine.IsControl,
                options.Seed,
                options.Operations,
                options.States,
                _digests.Count,
                new(steps.Count, steps.Count(step => step.Kind == StepKind.Write), steps.Count(step => step.Kind == StepKind.Flush)),
                TimeProvider.System.GetElapsedTime(began).TotalSeconds,
                [.. _failures.OrderBy(failure => failure.State)]);
        }
        finally
        {
            Directory.Delete(_home, recursive: true);
        }
    }

    // States are written and deleted by the hundred: in memory, where the system has such a folder.
    private static string FastestFolder() => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    /// <summary>With everything applied the model must hold what the folder holds: else something was not recorded.</summary>
    private void CompareWithReality(List<Step> steps, string work)
    {
        var disk = new Disk(work, engine.IsVolatile);
        steps.ForEach(disk.Apply);
        if (Cut.Whole(disk).Digest() != DiskState.ReadFrom(work, engine.IsVolatile).Digest())
            throw new PowerCutException("The recording does not lead to the files that are there: a call was not recorded.");
    }

    private IEnumerable<State> States(List<Step> steps, string work)
    {
        var random = new Random(options.Seed);
        var moments = Moments(steps, random);
        var disk = new Disk(work, engine.IsVolatile, engine.IgnoresFlushes);
        var (applied, acknowledged) = (0, -1);
        for (var number = 0; number < moments.Count; number++)
        {
            for (; applied < moments[number]; applied++)
            {
                disk.Apply(steps[applied]);
                acknowledged += steps[applied].Kind == StepKind.Print ? steps[applied].First.Span.Count((byte)'\n') : 0;
            }

            var cut = new Cut(disk, new Random(unchecked(options.Seed * 7919 + number)));
            var files = cut.Make();
            _digests.Add(files.Digest());
            yield return new(number, applied, acknowledged, cut.Kind, files);
        }
    }

    /// <summary>Half of them anywhere, half beside a flush or an acknowledgement, where it matters most; in order.</summary>
    private List<int> Moments(List<Step> steps, Random random)
    {
        var marks = Enumerable.Range(0, steps.Count).Where(place => steps[place].Kind is StepKind.Flush or StepKind.Print).ToList();
        return
        [
            .. Enumerable.Range(0, options.States)
                .Select(number => number % 2 == 0 ? random.Next(steps.Count + 1) : Math.Clamp(marks[random.Next(marks.Count)] + random.Next(-1, 3), 0, steps.Count))
                .Order(),
        ];
    }

    private async Task CheckAsync(State state, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_home, state.Number.ToString(CultureInfo.InvariantCulture));
        state.Files.WriteTo(folder);
        var fault = await engine.CheckAsync(folder, options.Seed, state.Acknowledged, cancellationToken);
        Directory.Delete(folder, recursive: true);
        if (fault is null)
            return;
        if (options.Keep is { } keep)
            state.Files.WriteTo(Path.Combine(keep, string.Create(CultureInfo.InvariantCulture, $"{engine.Name}-{state.Number}")));
        lock (_failures)
            _failures.Add(new(state.Number, state.Step, state.Acknowledged, state.Kind.ToString(), fault));
    }

    private sealed record State(int Number, int Step, int Acknowledged, CutKind Kind, DiskState Files);
}
