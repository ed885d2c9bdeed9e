using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AccessKiosk.ModelImport.Tests;

/// <summary>The tool as the launcher runs it: a process, files, an exit code and a line.</summary>
public sealed class ImporterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("model-import-").FullName;

    private string Output => Path.Combine(_folder, "models");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Repository.Models), MemberType = typeof(Repository))]
    public void Every_import_gives_the_same_bytes_and_the_pinned_hash(string id)
    {
        var first = Repository.Importer.Convert(id);
        Assert.Equal(first, Repository.Importer.Convert(id));
        Assert.Equal(Repository.Manifest.Models[id].Sha256, ModelImporter.Hash(first));
    }

    [Fact]
    public void The_tool_writes_every_model_once_and_keeps_what_is_right()
    {
        Assert.Equal(0, Run().Code);
        var written = Directory.GetFiles(Output).ToDictionary(f => f, File.GetLastWriteTimeUtc, StringComparer.Ordinal);
        Assert.Equal(
            Repository.Manifest.Models.Values.Select(m => m.File).Order(StringComparer.Ordinal),
            written.Keys.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var damaged = Path.Combine(Output, "mtcnn-rnet.onnx");
        File.AppendAllText(damaged, "x");

        var again = Run();

        Assert.Equal((0, "  imported mtcnn-rnet\n", ""), again);
        Assert.All(written.Where(w => w.Key != damaged), w => Assert.Equal(w.Value, File.GetLastWriteTimeUtc(w.Key)));
    }

    [Fact]
    public void Recording_prints_the_hashes_and_writes_nothing()
    {
        var (code, text, _) = Run(extra: "--record");
        Assert.Equal(0, code);
        Assert.Contains($"mtcnn-onet {Repository.Manifest.Models["mtcnn-onet"].Sha256}\n", text,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void A_missing_package_file_is_one_line_that_says_how_to_fetch_it()
    {
        var (code, _, error) = Run(packages: Path.Combine(_folder, "none"));
        Assert.Equal(1, code);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Repository.Manifest.Models.Count, lines.Length);
        Assert.All(lines, l => Assert.EndsWith("is missing: run node models/fetch.mjs", l, StringComparison.Ordinal));
    }

    [Fact]
    public void A_source_with_another_hash_is_refused()
    {
        var packages = Path.Combine(_folder, "packages");
        var source = Repository.Manifest.Models["mtcnn-rnet"].Source;
        var file = Path.Combine(packages, source.Package, source.File);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, Repository.Source("mtcnn-rnet")[..^1]);

        var (code, _, error) = Run(packages: packages, manifest: Only("mtcnn-rnet", _ => { }));

        Assert.Equal(1, code);
        Assert.Matches(@"^importing the model mtcnn-rnet failed: .*rnet\.tflite has SHA-256 [0-9a-f]{64}, the manifest pins 169c.*\n$", error);
    }

    [Fact]
    public void A_result_with_another_hash_is_refused_and_not_written()
    {
        var pin = new string('0', 64);
        var (code, _, error) = Run(manifest: Only("mtcnn-rnet", m => m["sha256"] = pin));
        Assert.Equal(1, code);
        Assert.Matches($"^importing the model mtcnn-rnet failed: the imported model's SHA-256 is [0-9a-f]{{64}}, the manifest pins {pin}\n$", error);
        Assert.False(File.Exists(Path.Combine(Output, "mtcnn-rnet.onnx")));
    }

    [Fact]
    public void An_operation_that_is_not_known_is_named_with_its_tensor()
    {
        var (code, _, error) = Run(manifest: Only("face-mesh", m => m["source"]!["member"] =
            "/third_party/mediapipe/modules/face_landmark/face_landmark_with_attention.tflite"));
        Assert.Equal(1, code);
        Assert.Matches("^importing the model face-mesh failed: unknown operation '[^']+' at tensor '[^']+'\n$", error);
    }

    [Fact]
    public void A_member_that_the_archive_lacks_is_named()
    {
        var (code, _, error) = Run(manifest: Only("face-mesh", m => m["source"]!["member"] = "/none.tflite"));
        Assert.Equal((1, "importing the model face-mesh failed: the archive has no member '/none.tflite'\n"),
            (code, error));
    }

    [Fact]
    public void A_full_disk_is_told_and_leaves_no_model()
    {
        Directory.CreateDirectory(Output);
        File.CreateSymbolicLink(Path.Combine(Output, "mtcnn-rnet.onnx.partial"), "/dev/full");
        var (code, _, error) = Run(manifest: Only("mtcnn-rnet", _ => { }));
        Assert.Equal(1, code);
        Assert.EndsWith("mtcnn-rnet.onnx cannot be written: no space left on the disk\n", error,
            StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Output, "mtcnn-rnet.onnx")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"packages\":{}}")]
    [InlineData("{\"packages\":{},\"models\":{\"x\":{}}}")]
    public void A_manifest_that_is_none_is_one_line(string text)
    {
        var path = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(path, text);
        var (code, _, error) = Run(manifest: path);
        Assert.Equal(1, code);
        Assert.StartsWith($"{path}: the manifest", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private string Only(string id, Action<JsonNode> change)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Repository.ManifestPath))!;
        var model = manifest["models"]![id]!.DeepClone();
        change(model);
        manifest["models"] = new JsonObject { [id] = model };
        var path = Path.Combine(_folder, "manifest.json");
        File.WriteAllText(path, manifest.ToJsonString());
        return path;
    }

    private (int Code, string Text, string Error) Run(
        string? manifest = null, string? packages = null, string? extra = null)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            typeof(ModelImporter).Assembly.Location,
            "--manifest", manifest ?? Repository.ManifestPath,
            "--packages", packages ?? Repository.Packages,
            "--output", Output,
            .. extra is null ? Array.Empty<string>() : [extra],
        ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text, error.GetAwaiter().GetResult());
    }
}
