namespace AccessKiosk.Access.Policy;

/// <summary>A pad: failures are counted where they are typed, so that whoever guesses at one display bars no other.</summary>
public static class PadKey
{
    // No name has a line break in it.
    private const char Between = '\n';

    /// <summary>The key of a pad.</summary>
    /// <param name="door">The door's name.</param>
    /// <param name="display">The paired display, or the camera whose screen this machine's display shows.</param>
    public static string Of(string door, string display) => $"{door}{Between}{display}";

    /// <summary>Whether a pad is one of a door's.</summary>
    public static bool IsOf(string pad, string door)
    {
        ArgumentNullException.ThrowIfNull(pad);
        return pad.Length > door.Length && pad[door.Length] == Between && pad.StartsWith(door, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The display of a pad.</summary>
    public static string Display(string pad)
    {
        ArgumentNullException.ThrowIfNull(pad);
        return pad[(pad.IndexOf(Between, StringComparison.Ordinal) + 1)..];
    }
}
