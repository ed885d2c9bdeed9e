using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Enrollment;

namespace AccessKiosk.Lab.Figures;

/// <summary>
/// Divides people into two halves by their names, so that thresholds come from one half and searches from the other. Of those with several pictures
/// the first is enrolled and the others are probes; those with one picture are strangers.
/// </summary>
internal sealed class SplitPeople : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("accesskiosk-halves-");

    private SplitPeople()
    {
    }

    /// <summary>Everybody of the half that the thresholds come from.</summary>
    public string Calibration => Path.Combine(_folder.FullName, "calibration");

    /// <summary>The enrolled people of the other half.</summary>
    public string Gallery => Path.Combine(_folder.FullName, "gallery");

    /// <summary>Whom the gallery is searched for.</summary>
    public string Probes => Path.Combine(_folder.FullName, "probes");

    /// <summary>Makes the folders, of links to the pictures.</summary>
    /// <param name="images">One folder of pictures a person.</param>
    /// <param name="leftOut">People of neither half.</param>
    /// <param name="swapped">Whether the halves change places.</param>
    /// <exception cref="InputException">There are too few people.</exception>
    public static SplitPeople Of(DirectoryInfo images, IReadOnlySet<string> leftOut, bool swapped)
    {
        var split = new SplitPeople();
        foreach (var person in images.EnumerateDirectories().Where(folder => !leftOut.Contains(folder.Name)).OrderBy(folder => folder.Name, StringComparer.Ordinal))
        {
            FileInfo[] pictures = [.. person.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)];
            if (IsSecondHalf(person.Name) == swapped)
                Link(split.Calibration, person, pictures);
            else if (pictures.Length > 1)
            {
                Link(split.Gallery, person, pictures[..1]);
                Link(split.Probes, person, pictures[1..]);
            }
            else
                Link(split.Probes, person, pictures);
        }

        if (Directory.Exists(split.Gallery) && Directory.Exists(split.Calibration))
            return split;
        split.Dispose();
        throw new InputException($"{images.Name} has too few people to be divided into two halves.");
    }

    /// <summary>A file beside the folders, for a record.</summary>
    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    internal static bool IsSecondHalf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name))[0] >= 128;

    private static void Link(string folder, DirectoryInfo person, IEnumerable<FileInfo> pictures)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, person.Name));
        foreach (var picture in pictures)
            System.IO.File.CreateSymbolicLink(Path.Combine(target.FullName, picture.Name), picture.FullName);
    }
}
