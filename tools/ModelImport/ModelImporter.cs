using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AccessKiosk.ModelImport.Onnx;
using AccessKiosk.ModelImport.Passes;
using AccessKiosk.ModelImport.TfJs;
using AccessKiosk.ModelImport.TfLite;

namespace AccessKiosk.ModelImport;

/// <summary>Turns a package's model file into the ONNX file that the runtime loads.</summary>
/// <param name="manifest">The models, and the hashes of the packages' files.</param>
/// <param name="packages">Folder with one folder a package.</param>
internal sealed class ModelImporter(Manifest manifest, string packages)
{
    private const int NoSpaceLeft = 28;

    /// <summary>Writes one model unless it is there already; returns whether it was written.</summary>
    /// <exception cref="ImportException">The source is missing or wrong, or the result is not the one that is
    /// pinned.</exception>
    public bool Import(string id, string outputFolder, CancellationToken cancel)
    {
        var model = manifest.Models[id];
        var target = Path.Combine(outputFolder, model.File);
        if (File.Exists(target) && Hash(File.ReadAllBytes(target)) == model.Sha256) return false;
        var bytes = Convert(id);
        cancel.ThrowIfCancellationRequested();
        if (Hash(bytes) is var hash && hash != model.Sha256)
            throw new ImportException($"the imported model's SHA-256 is {hash}, the manifest pins {model.Sha256}");
        Write(target, bytes);
        return true;
    }

    /// <summary>The bytes of the imported model.</summary>
    /// <exception cref="ImportException">The source is missing, wrong, or not convertible.</exception>
    public byte[] Convert(string id)
    {
        var model = manifest.Models[id];
        return Guard(() =>
        {
            var source = model.Source;
            var file = ReadPackageFile(source.Package, source.File);
            if (source is { Index: { } index, Member: { } member })
                file = PackedAssets.Extract(file, Encoding.UTF8.GetString(ReadPackageFile(source.Package, index)),
                    member);
            return Convert(model, file, name => ReadPackageFile(source.Package, Sibling(source.File, name)));
        });
    }

    /// <summary>
    /// The imported model from the source's bytes; <paramref name="readSibling"/> gives a file that lies beside it.
    /// </summary>
    public static byte[] Convert(ModelEntry model, byte[] source, Func<string, byte[]> readSibling) => Guard(() =>
    {
        var graph = Read(model, source, readSibling);
        Name(graph, model);
        if (model.Input.Layout == "NCHW") InputTranspose.Remove(graph);
        PReluFusion.Apply(graph);
        SoftmaxFusion.Apply(graph);
        TwoClassSoftmax.Apply(graph);
        ChannelPadding.Apply(graph);
        ChannelAlignment.Apply(graph);
        PReluExpansion.Apply(graph);
        graph.RemoveUnused();
        return OnnxWriter.Write(graph);
    });

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Hash(byte[] bytes) => System.Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static OnnxGraph Read(ModelEntry model, byte[] source, Func<string, byte[]> readSibling)
    {
        switch (model.Source.Format)
        {
            case ModelFormat.TfLite:
                return TfLiteConverter.Convert(TfLiteReader.Read(source), model.Source.SwapAxes);
            case ModelFormat.TfJs:
                using (var json = JsonDocument.Parse(source))
                    return TfJsConverter.Convert(json.RootElement,
                        readSibling(TfJsConverter.WeightsFile(json.RootElement)));
            default:
                return OnnxReader.Read(source);
        }
    }

    private static void Name(OnnxGraph graph, ModelEntry model)
    {
        Rename(graph, graph.Inputs, model.Input.Source, model.Input.Name);
        foreach (var output in model.Outputs) Rename(graph, graph.Outputs, output.Source, output.Name);
        graph.Inputs.Clear();
        graph.Inputs.Add(new OnnxValue(model.Input.Name, Shape(model.Input.Shape)));
        graph.Outputs.Clear();
        graph.Outputs.AddRange(model.Outputs.Select(o => new OnnxValue(o.Name, Shape(o.Shape))));
    }

    private static void Rename(OnnxGraph graph, List<OnnxValue> values, string from, string to)
    {
        var names = string.Join(", ", values.Select(v => v.Name));
        if (!values.Exists(v => v.Name == from)) throw new ImportException($"the model has no '{from}' among [{names}]");
        graph.Rename(from, to);
    }

    private static List<OnnxAxis> Shape(IReadOnlyList<JsonElement> axes) => [.. axes.Select(a =>
        a.ValueKind == JsonValueKind.Number ? OnnxAxis.Fixed(a.GetInt64()) : OnnxAxis.Free(a.GetString() ?? ""))];

    private byte[] ReadPackageFile(string package, string file)
    {
        if (!manifest.Packages.TryGetValue(package, out var entry) || !entry.Files.TryGetValue(file, out var pinned))
            throw new ImportException($"the manifest pins no file '{file}' of package '{package}'");
        var path = Path.Combine(packages, package, file);
        if (!File.Exists(path)) throw new ImportException($"{path} is missing: run node models/fetch.mjs");
        var bytes = File.ReadAllBytes(path);
        return Hash(bytes) is var hash && hash == pinned
            ? bytes
            : throw new ImportException($"{path} has SHA-256 {hash}, the manifest pins {pinned}: run node models/fetch.mjs");
    }

    private static string Sibling(string file, string name) => $"{Path.GetDirectoryName(file)}/{name}".TrimStart('/');

    // Written beside the target and renamed, so that a model is whole or absent.
    private static void Write(string target, byte[] bytes)
    {
        var partial = target + ".partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(partial, bytes);
            File.Move(partial, target, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var reason = error.HResult == NoSpaceLeft
                ? "no space left on the disk"
                : error.Message.ReplaceLineEndings(" ");
            throw new ImportException($"{target} cannot be written: {reason}", error);
        }
    }

    // Whatever a damaged file makes the converters stumble over is told as one.
    private static T Guard<T>(Func<T> convert)
    {
        try
        {
            return convert();
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException or InvalidOperationException
            or KeyNotFoundException or OverflowException or InvalidCastException or FormatException or JsonException)
        {
            throw new ImportException($"the source is cut off or damaged: {error.Message.ReplaceLineEndings(" ")}",
                error);
        }
    }
}
