using AccessKiosk.Lab.Bench;

namespace AccessKiosk.Lab.Figures;

/// <summary>Times, against the models' own inference or against the same without a load, and what stays flat.</summary>
internal static class SpeedFigures
{
    /// <summary>A line of <c>bench/matching.sh --json</c>.</summary>
    internal sealed record SearchTime(long People, string What, double MedianMs, double P95Ms, double Mb);

    /// <summary>The section.</summary>
    public static string Section(IReadOnlyDictionary<string, FigureResult> results) =>
        "## Speed and endurance\n\n" + string.Concat(Loop(results), Decisions(results), Kept(results), Search(results), Soak(results));

    /// <summary>Ours against FAISS's flat index, both on one thread.</summary>
    public static (SearchTime Ours, SearchTime Faiss)? Against(IReadOnlyList<SearchTime> times) =>
        times.FirstOrDefault(t => t.What == "gallery, 1 thread") is { } ours && times.FirstOrDefault(t => t.What.Contains("as it comes", StringComparison.Ordinal)) is { } faiss
            ? (ours, faiss) : null;

    private static string Loop(IReadOnlyDictionary<string, FigureResult> results)
    {
        if (!results.TryGetValue(Measurements.Loop, out var result))
            return "";
        var report = result.Only<BenchReport>();
        return $"""
            ### Camera loop, stage by stage

            {Words.Count(report.Frames)} frames of {report.Width}×{report.Height}. The floor is the inference of the same models on the same inputs, frame by frame in the same run; the whole frame takes {Words.Percent(report.OverheadRatio)} more than it. {Words.Number(report.BytesPerFrame, "0.#")} bytes are allocated a frame. `{result.Name}`

            {Words.Table(["stage", "median ms", "95th percentile ms", "of the floor"], report.Stages.Select(stage => (IReadOnlyList<string>)
                [stage.Name, Words.Number(stage.MedianMs, "0.000"), Words.Number(stage.P95Ms, "0.000"), Words.Percent(stage.MedianMs / report.FloorMs)]))}

            """;
    }

    private static string Decisions(IReadOnlyDictionary<string, FigureResult> results)
    {
        if (!results.TryGetValue(Measurements.Decisions, out var result))
            return "";
        var reports = result.Each<DecisionReport>();
        return $"""
            ### From a face near enough to the relay

            Median seconds of the recording, somebody who was never granted counted as infinite. `{result.Name}`

            {Words.Table(["background", "granted within 3 s", .. reports[0].Stages.Keys, "frame to relay, ms"], reports.Select(report => (IReadOnlyList<string>)
                [report.RoomIsKnown ? "known" : "unknown", $"{report.Granted} of {report.Presentations}", .. report.Stages.Values.Select(seconds => seconds is { } median ? Words.Number(median) : "–"), report.DoorMs is { } door ? Words.Number(door, "0") : "–"]))}

            """;
    }

    private static string Kept(IReadOnlyDictionary<string, FigureResult> results)
    {
        var rows = new List<IReadOnlyList<string>>();
        if (results.TryGetValue(Measurements.Screens, out var screens) && screens.Only<PagesReport>() is var pages)
            rows.Add([$"{pages.Pages} screens open", Words.Percent(pages.Kept), $"{Words.Percent(pages.KeptLow)} to {Words.Percent(pages.KeptHigh)}", $"{pages.Pairs}", Alone(pages.AloneFps, pages.CameraFps), $"`{screens.Name}`"]);
        if (results.TryGetValue(Measurements.Import, out var import) && import.Only<ImportCost>() is var cost)
            rows.Add([$"import of {Words.Count(cost.Pictures)} pictures; memory {Words.Number(cost.BeforeMb, "0")} MB before, {Words.Number(cost.AfterMb[^1], "0")} MB after {cost.AfterMb.Count} imports",
                Words.Percent(cost.Share.Kept), $"{Words.Percent(cost.Share.KeptLow)} to {Words.Percent(cost.Share.KeptHigh)}", $"{cost.Share.Pairs}", Alone(cost.Share.AloneFps, cost.Share.CameraFps), $"`{import.Name}`"]);
        return rows.Count == 0 ? "" : $"""
            ### Frame rate kept under load

            Windows with and without the load by turns; each pair is compared in itself.

            {Words.Table(["load", "frame rate kept, median", "half of the pairs", "pairs", "alone, of the camera's rate", ""], rows)}

            """;
    }

    private static string Alone(double alone, double camera) => Words.Percent(alone / camera);

    private static string Search(IReadOnlyDictionary<string, FigureResult> results)
    {
        if (!results.TryGetValue(Measurements.Search, out var result))
            return "";
        var times = result.Each<SearchTime>();
        var ours = Against(times)?.Ours ?? times[0];
        return $"""
            ### Search

            Exact search of {Words.Count(ours.People)} synthetic people, against FAISS's flat index on the same vectors in the same run. `{result.Name}`

            {Words.Table(["", "median ms", "95th percentile ms", "MB", "of the time of the gallery on one thread"], times.Where(t => t.Mb > 0).Select(t => (IReadOnlyList<string>)
                [t.What, Words.Number(t.MedianMs, "0.000"), Words.Number(t.P95Ms, "0.000"), Words.Number(t.Mb, "0"), $"{Words.Number(t.MedianMs / ours.MedianMs, "0.0")} ×"]))}

            """;
    }

    private static string Soak(IReadOnlyDictionary<string, FigureResult> results)
    {
        if (!results.TryGetValue(Measurements.Soak, out var result))
            return "";
        var report = result.Only<SoakReport>();
        return $"""
            ### Recordings at full speed

            {Words.Number(report.Seconds / 60, "0.0")} minutes, {Words.Count(report.Frames)} frames, {Words.Count(report.Decisions)} decisions, {Words.Count(report.Dropped)} frames dropped. `{result.Name}`

            {Words.Table(["", "after the warm-up", "at the end", "may rise by", ""], report.Trends.Select(trend => (IReadOnlyList<string>)
                [trend.What, Words.Number(trend.First, "0.0"), Words.Number(trend.Last, "0.0"), Words.Number(trend.Allowed, "0.0"), trend.IsFlat ? "flat" : "**rises**"]))}

            """;
    }
}
