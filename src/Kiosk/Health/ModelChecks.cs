using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Health;

/// <summary>The inference runtime, its provider, and every model's hash.</summary>
internal static class ModelChecks
{
    public static IEnumerable<CheckResult> Run(InferenceOptions options)
    {
        yield return Try("inference runtime", () => $"ONNX Runtime {OnnxRuntimeLibrary.Version(options)}, offers {string.Join(", ", OnnxRuntimeLibrary.Providers(options))}",
            "Set Inference:Library to a library for this machine.");
        ModelCatalogue? models = null;
        yield return Try("models", () => (models = new(options)).Folder, "Run ./kiosk setup, or set Inference:Models to the folder.");
        if (models is null)
            yield break;
        foreach (var id in ModelManifest.Default.Models.Keys.Order(StringComparer.Ordinal))
            yield return Try($"model {id}", () => $"{models.ReadVerified(id).Length / 1024.0 / 1024.0:0.0} MB, hash as pinned", "Delete the file and run ./kiosk setup.");
        yield return Try("provider", () =>
        {
            using var session = models.Open(ModelId.BlazeFaceFront);
            using var binding = session.Bind(1, 3, 128, 128);
            binding.Run();
            return $"{options.Provider} runs";
        }, "Set Inference:Provider to Cpu, or install what the message names.");
    }

    private static CheckResult Try(string check, Func<string> look, string advice)
    {
        try
        {
            return CheckResult.Ok(check, look());
        }
        catch (ModelException fault)
        {
            return CheckResult.Fail(check, fault.Message, advice);
        }
    }
}
