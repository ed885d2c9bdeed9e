namespace AccessKiosk.Enrollment.Import;

/// <summary>Where the pictures of an import lie while it runs.</summary>
public static class Uploads
{
    /// <summary>The folder, in the store's.</summary>
    public static string Folder(string store) => Path.Combine(store, "uploads");

    /// <summary>Removes what a kiosk that was killed left: whoever was imported is known, the rest is uploaded again.</summary>
    /// <returns>Whether nothing is left; what cannot be removed must not keep the door shut.</returns>
    public static bool TryClear(string store)
    {
        try
        {
            if (Directory.Exists(Folder(store)))
                Directory.Delete(Folder(store), recursive: true);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
