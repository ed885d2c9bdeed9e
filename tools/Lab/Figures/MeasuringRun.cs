using AccessKiosk.Enrollment;
using AccessKiosk.Kiosk.CommandLine;

namespace AccessKiosk.Lab.Figures;

/// <summary>Measures one after the other; what is done is kept, whatever comes after.</summary>
/// <param name="folder">Where results are kept.</param>
/// <param name="time">The clock.</param>
internal sealed class MeasuringRun(DirectoryInfo folder, TimeProvider time)
{
    private readonly List<string> _messages = [];

    /// <summary>Whether everything that could be measured was.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Runs.</summary>
    /// <returns>Sentences about what was skipped and what failed.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted; the results so far are kept.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<Measurement> measurements, MeasuringData data, CancellationToken cancellationToken)
    {
        foreach (var (name, missing) in measurements.Select(m => (m.Name, Missing: m.Missing(data))).Where(m => m.Missing is not null))
            _messages.Add($"{name} is skipped: {missing}. An earlier result is kept.");
        var possible = measurements.Where(m => m.Missing(data) is null).ToList();
        await ProgressDisplay.StepsAsync(possible.Count, async next =>
        {
            foreach (var measurement in possible)
            {
                next(measurement.Name);
                await MeasureAsync(measurement, data, cancellationToken);
            }

            return true;
        });
        return _messages;
    }

    private async Task MeasureAsync(Measurement measurement, MeasuringData data, CancellationToken cancellationToken)
    {
        try
        {
            (await measurement.MeasureAsync(data, time, cancellationToken)).WriteTo(folder);
        }
        catch (InputException fault)
        {
            // One that fails must not cost the minutes of the others.
            IsComplete = false;
            _messages.Add($"{measurement.Name} failed: {fault.Message}");
        }
    }
}
