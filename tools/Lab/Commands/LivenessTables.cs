using AccessKiosk.Lab.Evaluation;
using Spectre.Console;

namespace AccessKiosk.Lab.Commands;

/// <summary>The report of <c>evaluate liveness</c> as tables, for the terminal or in Markdown for the guide.</summary>
internal sealed class LivenessTables(bool isMarkdown)
{
    public void Print(LivenessReport report)
    {
        if (report.BackgroundAssumedKnown)
            Say("Background ASSUMED KNOWN: no clip shows its own empty. As recorded, tracks wait longer.");
        if (!isMarkdown)
            Table(
                ["clip", "subject", "label", "verdict", "seconds", "P(live)", "would grant", "asked at", "delayed by"],
                report.Clips.Select(c => new[] { c.File, c.Subject, c.Label, c.Verdict, $"{c.Seconds:0.00}", $"{c.Score:0.000}", c.WouldGrant ? "yes" : "no", $"{c.AskedAt:0.00}", c.DelayedBy ?? "" }));
        foreach (var (species, rate) in report.Apcer)
            Rate($"APCER {species}", rate);
        Rate("BPCER (not called live)", report.Bpcer);
        Say($"undecided {report.Undecided}; seconds to the verdict: median {report.SecondsToVerdict.Median:0.0}, p95 {report.SecondsToVerdict.P95:0.0}");
        Table(
            ["live people", "within 1 s", "within 2 s", "within 3 s", "ever", "median s", "called attack", "not found", "asked first", "of 1, 2, … movements"],
            report.Promptness.Select(p => new[]
            {
                p.Group, Share(p.Within1), Share(p.Within2), Share(p.Within3), Share(p.Ever), $"{p.MedianSeconds:0.00}", Share(p.CalledAttack), $"{p.NotFound}", Share(p.Asked),
                string.Join(", ", p.Actions.Select(a => $"{a.Key}: {a.Value}")),
            }));
        Table(
            ["longest delay, of all live people", "people", "not within 2 s", "not within 3 s", "never"],
            report.Promptness[0].Delays.Select(d => new[] { d.Reason, $"{d.People}", $"{d.After2}", $"{d.After3}", $"{d.Never}" }));
        if (report.Stills is { } stills)
            Table(
                ["stills, texture alone", "live accepted", "attacks accepted", "AUC", "no face"],
                stills.Select(s => new[] { s.Set, Share(s.Live), Share(s.Attack), $"{s.Auc:0.000}", $"{s.NotFound}" }));
        if (report.Ablation is { } rows)
            Table(["cue", "alone: AUC", "attacks live", "not live", "all but it: AUC", "attacks live", "not live"], rows.Select(r => (string[])[r.Cue, .. Cells(r.Alone), .. Cells(r.Without)]));
        if (report.Challenge is { } challenge)
        {
            Rate("challenge: attacks that passed by luck", challenge.Attack);
            Rate("challenge: movements made as asked that were not accepted", challenge.Performed);
            Rate("challenge: bona fide recordings that did not pass, though nobody asked them", challenge.BonaFide);
        }
    }

    private static string[] Cells(AblationFigures? figures) =>
        figures is { } f ? [f.Auc is { } auc ? $"{auc:0.000}" : "", $"{f.AttacksLive}", $"{f.NotLive}"] : ["", "", ""];

    private static string Share(ShareReport share) => $"{share.Count} of {share.Trials} ({share.Lower95:P0} to {share.Upper95:P0})";

    private void Rate(string name, RateReport rate) => Say($"{name}: {rate.Errors} of {rate.Trials} = {rate.Rate:P1} (at most {rate.Upper95:P1} at 95 %)");

    private void Say(string line)
    {
        if (isMarkdown)
            Console.WriteLine(line + "\n");
        else
            AnsiConsole.MarkupLineInterpolated($"{line}");
    }

    private void Table(string[] columns, IEnumerable<string[]> rows)
    {
        if (isMarkdown)
        {
            string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
            Console.WriteLine(string.Join('\n', [Line(columns), Line(columns.Select(_ => "---")), .. rows.Select(Line), ""]));
            return;
        }

        var table = new Table().AddColumns(columns);
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }
}
