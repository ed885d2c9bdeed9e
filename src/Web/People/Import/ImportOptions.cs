using System.ComponentModel.DataAnnotations;
using AccessKiosk.Hardware.Options;

namespace AccessKiosk.Web.People.Import;

/// <summary>Imports of many people through the pages (configuration section <c>Import</c>).</summary>
public sealed class ImportOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Import";

    /// <summary>A folder on this machine whose folders operators may import from; empty for none.</summary>
    public string Directory { get; set; } = "";

    /// <summary>The greatest upload in megabytes; what is unpacked may have twice the size. Uploads are taken one at a time, and never into the disk's reserve for events.</summary>
    [Range(1, 20_000)]
    public int MaxUploadMegabytes { get; set; } = 2_000;

    /// <summary>Every fault, one line each; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>(OptionFaults.Of(Section, this));
        if (Directory.Length > 0 && !System.IO.Directory.Exists(Directory))
            faults.Add($"{Section}:Directory is {Directory}, which is no folder; allowed: the path of a folder, or empty.");
        return faults;
    }
}
