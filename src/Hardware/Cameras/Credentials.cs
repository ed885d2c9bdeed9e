using AccessKiosk.Hardware.Options;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>Finds a network camera's password: a setting, or a credential that systemd hands to the service.</summary>
internal static class Credentials
{
    /// <summary>The password; empty when none is set.</summary>
    /// <exception cref="CameraException">The credential cannot be read.</exception>
    public static string Password(CameraOptions options)
    {
        try
        {
            return ServiceCredential.Password(options.PasswordCredential, options.Password);
        }
        catch (IOException failure)
        {
            throw new CameraException(failure.Message, failure);
        }
    }
}
