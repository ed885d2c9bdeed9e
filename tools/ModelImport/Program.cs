using System.Collections.Concurrent;
using System.CommandLine;
using AccessKiosk.ModelImport;

var manifestOption = new Option<string>("--manifest")
{
    Description = "The list of models and of the packages' files.",
    DefaultValueFactory = _ => "models/manifest.json",
};
var packagesOption = new Option<string>("--packages")
{
    Description = "Folder with the packages' files, filled by models/fetch.mjs.",
    DefaultValueFactory = _ => "artifacts/packages",
};
var outputOption = new Option<string>("--output")
{
    Description = "Folder that the ONNX models are written to.",
    DefaultValueFactory = _ => "artifacts/models",
};
var recordOption = new Option<bool>("--record")
{
    Description = "Write nothing; print the SHA-256 of every model that is made, for the manifest.",
};
var root = new RootCommand("Imports the models of the manifest: TensorFlow Lite, TensorFlow.js and ONNX to ready ONNX.")
{
    manifestOption, packagesOption, outputOption, recordOption,
};
root.SetAction((arguments, cancel) => Task.Run(
    () => Run(
        arguments.GetRequiredValue(manifestOption),
        arguments.GetRequiredValue(packagesOption),
        arguments.GetRequiredValue(outputOption),
        arguments.GetValue(recordOption),
        cancel),
    cancel));
return await root.Parse(args).InvokeAsync();

static int Run(string manifestPath, string packages, string output, bool record, CancellationToken cancel)
{
    var faults = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
    try
    {
        var manifest = Manifest.Read(manifestPath);
        var importer = new ModelImporter(manifest, packages);
        Parallel.ForEach(manifest.Models.Keys, new ParallelOptions { CancellationToken = cancel }, id =>
        {
            try
            {
                if (record) Console.WriteLine($"{id} {ModelImporter.Hash(importer.Convert(id))}");
                else if (importer.Import(id, output, cancel)) Console.WriteLine($"  imported {id}");
            }
            catch (Exception error) when (error is ImportException or IOException or UnauthorizedAccessException)
            {
                faults[id] = error.Message.ReplaceLineEndings(" ");
            }
        });
    }
    catch (ImportException error)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
    catch (OperationCanceledException)
    {
        return 130;
    }

    foreach (var (id, message) in faults.OrderBy(f => f.Key, StringComparer.Ordinal))
        Console.Error.WriteLine($"importing the model {id} failed: {message}");
    return faults.IsEmpty ? 0 : 1;
}
