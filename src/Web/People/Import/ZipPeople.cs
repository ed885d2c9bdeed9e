using System.IO.Compression;
using AccessKiosk.Enrollment;
using AccessKiosk.Web.People.Import.Archives;

namespace AccessKiosk.Web.People.Import;

/// <summary>Unpacks a ZIP archive with a folder of pictures a person.</summary>
internal static class ZipPeople
{
    /// <summary>Unpacks.</summary>
    /// <exception cref="InputException">It is no archive, an encrypted one, or one that is larger or has more files than allowed.</exception>
    public static async Task UnpackAsync(FileInfo archive, UploadFolder into, CancellationToken cancellationToken)
    {
        ZipDirectory.Require(archive);
        try
        {
            await using var zip = await ZipFile.OpenAsync(archive.FullName, ZipArchiveMode.Read, ZipNames.Instance, cancellationToken);
            foreach (var entry in zip.Entries)
            {
                if (entry.Name.Length == 0)
                    continue;
                if (entry.IsEncrypted)
                    throw new InputException($"The archive is encrypted ({entry.Name}): unpack it and make one without a password.");
                await AddAsync(entry, into, cancellationToken);
            }
        }
        catch (InvalidDataException fault)
        {
            throw new InputException($"The file is no usable ZIP archive: {fault.Message}");
        }
    }

    private static async Task AddAsync(ZipArchiveEntry entry, UploadFolder into, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await entry.OpenAsync(cancellationToken);
            await into.AddAsync(entry.FullName, content, cancellationToken);
        }
        catch (InvalidDataException) when (!UploadFolder.IsTable(entry.Name))
        {
            into.LeaveOut(entry.FullName, "it is damaged in the archive, or packed in a way that is not read");
        }
    }
}
