using System.Globalization;

namespace AccessKiosk.Storage.Tests.Lifecycle;

/// <summary>What the killed processes said they tried and what was acknowledged to them.</summary>
internal sealed class CrashLedger
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>Acknowledged people by staff number, and their identifiers.</summary>
    public Dictionary<string, Guid> Enrolled { get; } = new(StringComparer.Ordinal);

    /// <summary>How many references each person tried must have.</summary>
    public Dictionary<string, int> References { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Erased { get; } = new(StringComparer.Ordinal);

    public HashSet<string> EraseTried { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Withdrawn { get; } = new(StringComparer.Ordinal);

    public HashSet<string> WithdrawTried { get; } = new(StringComparer.Ordinal);

    public HashSet<Guid> Events { get; } = [];

    public HashSet<Guid> Alerts { get; } = [];

    /// <summary>How often a kill met each kind of step half done.</summary>
    public Dictionary<string, int> CutShort { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each kind of step was acknowledged.</summary>
    public Dictionary<string, int> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a line acknowledges something else than an event.</summary>
    public static bool IsChange(string line) => line.StartsWith("ok ", StringComparison.Ordinal) && !line.StartsWith("ok event ", StringComparison.Ordinal);

    public void Take(string line)
    {
        if (line.Split(' ') is not [var phase, var step, var name, ..] words)
            return;
        if (phase == "try")
        {
            _open.Add($"{step} {name}");
            Tried(step, name, words);
            return;
        }

        _open.Remove($"{step} {name}");
        Acknowledged[step] = Acknowledged.GetValueOrDefault(step) + 1;
        switch (step)
        {
            case "enrol":
                Enrolled[name] = Guid.Parse(words[3]);
                break;
            case "erase":
                Erased.Add(name);
                break;
            case "withdraw":
                Withdrawn.Add(name);
                break;
            case "event":
                Events.Add(Guid.Parse(name));
                break;
            case "alert":
                Alerts.Add(Guid.Parse(name));
                break;
        }
    }

    /// <summary>The process is dead: what it had begun is cut short.</summary>
    public void Killed()
    {
        foreach (var step in _open.Select(open => open.Split(' ')[0]).Distinct(StringComparer.Ordinal))
            CutShort[step] = CutShort.GetValueOrDefault(step) + 1;
        _open.Clear();
    }

    private void Tried(string step, string name, string[] words)
    {
        switch (step)
        {
            case "enrol":
                References[name] = int.Parse(words[3], CultureInfo.InvariantCulture);
                break;
            case "erase":
                EraseTried.Add(name);
                break;
            case "withdraw":
                WithdrawTried.Add(name);
                break;
        }
    }
}
