using System.Globalization;
using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Lab.Simulating;

/// <summary>Writes what every cue measured at the end of every trial, as CSV, for the analysis of errors.</summary>
internal static class TrialTable
{
    /// <summary>Writes the table.</summary>
    public static void Write(string path, IEnumerable<SimulatedTrial> trials)
    {
        var cues = Enum.GetValues<Cue>();
        string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
        File.WriteAllLines(path,
        [
            "species,seed,verdict,seconds,logOdds," + string.Join(',', cues.Select(c => $"{c},{c}Confidence")),
            .. trials.Select(t => $"{t.Species},{t.Seed},{t.Verdict},{Number(t.Seconds)},{Number(t.LogOdds)},"
                + string.Join(',', cues.Select(c => $"{Number(t.Cues[c].Evidence)},{Number(t.Cues[c].Confidence)}"))),
        ]);
    }
}
