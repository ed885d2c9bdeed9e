using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.People;

/// <summary>A decision to be recorded.</summary>
public sealed record NewConsent
{
    /// <summary>A decision about a version of the text that the person read.</summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="textVersion">The version of the text, for example <c>2025-03</c>.</param>
    /// <param name="takenBy">The operator who took it.</param>
    public NewConsent(ConsentDecision decision, string textVersion, string takenBy)
    {
        Decision = decision;
        TextVersion = Check.Text(textVersion, "the consent text's version", 100);
        TakenBy = Check.Text(takenBy, "who took the consent", 200);
    }

    /// <summary>What was decided.</summary>
    public ConsentDecision Decision { get; }

    /// <summary>The version of the text.</summary>
    public string TextVersion { get; }

    /// <summary>The operator who took it.</summary>
    public string TakenBy { get; }
}

/// <summary>A recorded decision.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="TextVersion">The version of the text.</param>
/// <param name="TakenBy">The operator who took it.</param>
/// <param name="At">When.</param>
public sealed record Consent(ConsentDecision Decision, string TextVersion, string TakenBy, DateTimeOffset At);
