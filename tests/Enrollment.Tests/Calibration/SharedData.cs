namespace AccessKiosk.Enrollment.Tests.Calibration;

/// <summary>Evaluation data that lie beside the repository on some machines.</summary>
internal static class SharedData
{
    /// <summary>Where something of the data is; null where it is not.</summary>
    public static string? Path(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, "shared", "data", name);
            if (System.IO.Path.Exists(path))
                return path;
        }
        return null;
    }
}
