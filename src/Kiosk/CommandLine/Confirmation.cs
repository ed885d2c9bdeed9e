using AccessKiosk.Enrollment;
using Spectre.Console;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Asks before something is done that cannot be undone.</summary>
internal static class Confirmation
{
    /// <summary>Whether the operator agrees; no is the default.</summary>
    /// <exception cref="InputException">There is nobody to ask.</exception>
    public static Task<bool> AskAsync(string what, string question, CancellationToken cancellationToken) =>
        AskOrRefuseAsync($"{what} cannot be undone: add --yes to skip the confirmation.", question, cancellationToken);

    /// <summary>Whether the operator agrees; no is the default.</summary>
    /// <exception cref="InputException">There is nobody to ask: <paramref name="refusal"/> says what to do.</exception>
    public static Task<bool> AskOrRefuseAsync(string refusal, string question, CancellationToken cancellationToken) => Console.IsInputRedirected
        ? throw new InputException(refusal)
        : new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = false }.ShowAsync(Terminal.Messages, cancellationToken);
}
