namespace AccessKiosk.Hardware.Cameras;

/// <summary>Finds a network camera's password: a setting, or a credential that systemd hands to the service.</summary>
internal static class Credentials
{
    private const string FolderVariable = "CREDENTIALS_DIRECTORY";

    /// <summary>The password; empty when none is set.</summary>
    /// <exception cref="CameraException">The credential cannot be read.</exception>
    public static string Password(CameraOptions options)
    {
        var name = options.PasswordCredential;
        if (name.Length == 0)
            return options.Password;
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        try
        {
            if (name != Path.GetFileName(name) || string.IsNullOrEmpty(folder))
                throw new FileNotFoundException($"{FolderVariable} is not set");
            return File.ReadAllText(Path.Combine(folder, name)).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CameraException(
                $"The credential {name} of the camera cannot be read; add LoadCredential={name}:/etc/accesskiosk/{name} to the service (systemctl edit accesskiosk).", failure);
        }
    }
}
