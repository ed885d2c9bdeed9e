namespace AccessKiosk.Web.People.Consents;

/// <summary>The consent text as it is read out or shown before the camera is opened.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Paragraphs">The text.</param>
internal sealed record ConsentText(string Version, IReadOnlyList<string> Paragraphs)
{
    /// <summary>The version of the text that ships.</summary>
    public const string ShippedVersion = "AccessKiosk 2026-11";

    private static readonly string[] Shipped =
    [
        "This kiosk opens the door when it recognises your face. For that it takes five pictures of your face now, and keeps a list of numbers made from each. The pictures themselves are not kept.",
        "The numbers are stored on this kiosk alone, encrypted, and are compared with the faces that stand before it. Nobody else receives them. Each time you enter, the time and the door are noted and kept for a limited time.",
        "You are free to say no. You then enter by other means, for instance with a PIN, and nothing changes for you otherwise.",
        "You may take your consent back at any time: the numbers are then destroyed, in backups too. You may ask what is stored about you, and have all of it erased.",
    ];

    /// <summary>Reads the text that the options name.</summary>
    /// <exception cref="IOException">The file cannot be read any more.</exception>
    public static ConsentText Read(ConsentOptions options) => new(
        options.Version,
        options.TextFile.Length == 0
            ? Shipped
            : File.ReadAllText(options.TextFile).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
