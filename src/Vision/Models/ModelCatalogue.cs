using System.Security.Cryptography;

namespace AccessKiosk.Vision.Models;

/// <summary>The imported models on disk; every one is checked against its pinned hash before it runs.</summary>
public sealed class ModelCatalogue
{
    private readonly InferenceOptions _options;

    /// <summary>Opens the folder that the options name.</summary>
    /// <exception cref="ModelException">There is no such folder.</exception>
    public ModelCatalogue(InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Folder = options.Models.Length > 0 ? Path.GetFullPath(options.Models) : DefaultFolder();
        if (!Directory.Exists(Folder))
            throw new ModelException($"No models at {Folder}: run ./kiosk setup, which imports them.");
    }

    /// <summary>The models' folder.</summary>
    public string Folder { get; }

    /// <summary>The pinned SHA-256 of a model: what calibration records and references are bound to.</summary>
    public static string Sha256(string id) => Entry(id).Sha256;

    /// <summary>Checks one model's file.</summary>
    /// <returns>Its bytes, verified.</returns>
    /// <exception cref="ModelException">The file is missing, unreadable or another one than the manifest pins.</exception>
    public byte[] ReadVerified(string id)
    {
        var pinned = Sha256(id);
        var path = Path.Combine(Folder, id + ".onnx");
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"The model {id} cannot be read: {cause.Message}", cause);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return hash == pinned
            ? bytes
            : throw new ModelException($"The model file {path} is not the one this build was made for (SHA-256 {hash[..12]}…, pinned {pinned[..12]}…): run ./kiosk setup.");
    }

    /// <summary>Loads a model for inference on the configured provider.</summary>
    /// <exception cref="ModelException">The file or the provider cannot be used.</exception>
    public ModelSession Open(string id) => new(id, ReadVerified(id), Entry(id), _options);

    private static ModelEntry Entry(string id) =>
        ModelManifest.Default.Models.GetValueOrDefault(id) ?? throw new ModelException($"The manifest has no model named {id}.");

    private static string DefaultFolder()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "models");
        return Directory.Exists(beside) ? beside : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "models"));
    }
}
