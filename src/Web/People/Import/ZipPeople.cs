using System.IO.Compression;
using AccessKiosk.Enrollment;
using AccessKiosk.Web.People.Import.Archives;

namespace AccessKiosk.Web.People.Import;

/// <summary>Unpacks a ZIP archive with a folder of pictures a person.</summary>
internal static class ZipPeople
{
    /// <summary>Unpacks.</summary>
    /// <exception cref="InputException">It is no archive, its table cannot be read, or it is larger or has more files than allowed.</exception>
    public static async Task UnpackAsync(FileInfo archive, UploadFolder into, CancellationToken cancellationToken)
    {
        var told = ZipDirectory.Read(archive);
        try
        {
            await using var zip = await ZipFile.OpenAsync(archive.FullName, ZipArchiveMode.Read, ZipNames.Instance, cancellationToken);
            foreach (var (entry, name) in zip.Entries.Zip(EntryNames.Of(zip.Entries, told)))
            {
                // A folder, also as some programs for Windows end its name.
                if (name is [] or [.., '/' or '\\'])
                    continue;
                if (entry.IsEncrypted)
                    LeaveOut(name, into, "it is encrypted: pack it without a password");
                else
                    await AddAsync(entry, name, into, cancellationToken);
            }
        }
        catch (InvalidDataException fault)
        {
            throw new InputException($"The file is no usable ZIP archive: {fault.Message}");
        }
    }

    private static async Task AddAsync(ZipArchiveEntry entry, string name, UploadFolder into, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await entry.OpenAsync(cancellationToken);
            await into.AddAsync(name, content, cancellationToken);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            LeaveOut(name, into, "it is damaged in the archive, or packed in a way that is not read");
        }
    }

    // Without the table nobody knows who is who, and who has agreed.
    private static void LeaveOut(string name, UploadFolder into, string reason)
    {
        if (UploadFolder.IsTable(name))
            throw new InputException($"The table {name.Split('/', '\\')[^1]} cannot be read: {reason}.");
        into.LeaveOut(name, reason);
    }
}
