namespace AccessKiosk.Hardware.Options;

/// <summary>Secrets that systemd hands to the service (<c>LoadCredential=</c> in the unit).</summary>
public static class ServiceCredential
{
    private const string FolderVariable = "CREDENTIALS_DIRECTORY";

    /// <summary>A password that is a setting, or lies in a credential.</summary>
    /// <param name="credential">The credential's name; empty for none.</param>
    /// <param name="password">The setting.</param>
    /// <exception cref="IOException">The credential cannot be read; the message says what to do.</exception>
    public static string Password(string credential, string password)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential.Length == 0 ? password : Read(credential);
    }

    /// <summary>Reads one.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="IOException">It cannot be read; the message says what to do.</exception>
    public static string Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        try
        {
            if (name != Path.GetFileName(name) || string.IsNullOrEmpty(folder))
                throw new FileNotFoundException($"{FolderVariable} is not set");
            return File.ReadAllText(Path.Combine(folder, name)).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The credential {name} cannot be read; add LoadCredential={name}:/etc/accesskiosk/{name} to the service (systemctl edit accesskiosk).", failure);
        }
    }
}
