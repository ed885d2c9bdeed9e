using System.Reflection;

namespace AccessKiosk.ModelImport.Tests;

/// <summary>The real manifest and package files.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value!;

    public static string ManifestPath { get; } = Path.Combine(Root, "models", "manifest.json");

    public static string Packages { get; } = Path.Combine(Root, "artifacts", "packages");

    public static Manifest Manifest { get; } = Manifest.Read(ManifestPath);

    public static ModelImporter Importer { get; } = new(Manifest, Packages);

    public static byte[] Source(string id)
    {
        var source = Manifest.Models[id].Source;
        return File.ReadAllBytes(Path.Combine(Packages, source.Package, source.File));
    }

    public static TheoryData<string> Models() => [.. Manifest.Models.Keys];
}
