using System.CommandLine;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Options of the commands that work on the store.</summary>
internal static class StoreArguments
{
    public static Option<string> By() => new("--by")
    {
        Description = "Operator's name, for the audit.",
        DefaultValueFactory = _ => Environment.UserName,
    };

    public static Argument<string> Person() => new("PERSON") { Description = "Identifier, staff number, or a full name that only one person has." };

    public static Option<string?> ConsentText(bool required) => new("--consent-text") { Description = "Version of the consent text that the person agreed to.", Required = required };

    public static Option<string?> ConsentBy(bool required) => new("--consent-by") { Description = "Who took the consent.", Required = required };

    /// <summary>The consent that the two options say.</summary>
    public static NewConsent Consent(string? text, string? by, ConsentDecision decision = ConsentDecision.Granted) =>
        new(decision, text ?? "", by ?? "");

    /// <summary>The one person whom the text names.</summary>
    /// <exception cref="InputException">Nobody, or several.</exception>
    public static Person Find(KioskStore store, string text)
    {
        if (Guid.TryParseExact(text.Trim(), "N", out var id) && store.People.Find(new(id)) is { } known)
            return known;
        if (string.IsNullOrWhiteSpace(text))
            throw new InputException("Name a person: identifier, staff number or whole name.");
        if (store.People.FindByExternalId(text.Trim()) is { } numbered)
            return numbered;
        return store.People.SameName(text) switch
        {
            [var only] => only,
            [] => throw new InputException($"There is no person '{text}': people list shows who there is."),
            var many => throw new InputException($"{many.Count} people are named '{text}': use an identifier, {string.Join(" or ", many.Select(p => p.Id))}."),
        };
    }
}
