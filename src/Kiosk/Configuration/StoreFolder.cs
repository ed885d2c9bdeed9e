namespace AccessKiosk.Kiosk.Configuration;

/// <summary>Where the store is unless <c>Store:Directory</c> says otherwise.</summary>
internal static class StoreFolder
{
    private const string Service = "/var/lib/accesskiosk";

    /// <summary>
    /// systemd's state folder; else the service's folder where there is one, so that an admin's commands reach the
    /// service's store; else <c>accesskiosk</c> in the user's own data folder.
    /// </summary>
    public static string Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable("STATE_DIRECTORY") is { Length: > 0 } state)
                return state.Split(':')[0];
            if (Directory.Exists(Service))
                return Service;
            var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return data.Length > 0 ? Path.Combine(data, "accesskiosk") : Service;
        }
    }
}
