using AccessKiosk.Access.Health;
using AccessKiosk.Vision.Models;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Kiosk.Health;

/// <summary>The inference runtime, its provider, and every model's hash.</summary>
internal static class ModelChecks
{
    public static void Add(IHealthChecksBuilder checks, InferenceOptions options)
    {
        Add(checks, "inference runtime", () => $"ONNX Runtime {OnnxRuntimeLibrary.Version(options)}, offers {string.Join(", ", OnnxRuntimeLibrary.Providers(options))}",
            "Set Inference:Library to a library for this machine.");
        var (models, fault) = Open(options);
        Add(checks, "models", () => models?.Folder ?? throw fault!, "Run ./kiosk setup, or set Inference:Models to the folder.");
        if (models is null)
            return;
        foreach (var id in ModelManifest.Default.Models.Keys.Order(StringComparer.Ordinal))
            Add(checks, $"model {id}", () => $"{models.ReadVerified(id).Length / 1024.0 / 1024.0:0.0} MB, hash as pinned", "Delete the file and run ./kiosk setup.");
        Add(checks, "provider", () =>
        {
            using var session = models.Open(ModelId.BlazeFaceFront);
            using var binding = session.Bind(1, 3, 128, 128);
            binding.Run();
            return $"{options.Provider} runs";
        }, "Set Inference:Provider to Cpu, or install what the message names.");
    }

    private static (ModelCatalogue? Models, ModelException? Fault) Open(InferenceOptions options)
    {
        try
        {
            return (new(options), null);
        }
        catch (ModelException fault)
        {
            return (null, fault);
        }
    }

    private static void Add(IHealthChecksBuilder checks, string check, Func<string> look, string advice) => checks.AddCheck(check, () =>
    {
        try
        {
            return CheckOutcome.Ok(look());
        }
        catch (ModelException fault)
        {
            return CheckOutcome.Fail(fault.Message, advice);
        }
    });
}
