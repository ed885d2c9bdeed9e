using AccessKiosk.Vision.Imaging;
using Microsoft.ML.OnnxRuntime;

namespace AccessKiosk.Vision.Models;

/// <summary>One loaded model. Bind it to a shape once, then run the binding per frame.</summary>
public sealed class ModelSession : IDisposable
{
    private readonly InferenceSession _session;

    internal ModelSession(string id, byte[] model, ModelEntry entry, InferenceOptions options)
    {
        (Id, Format) = (id, entry.Input.Format);
        OnnxRuntimeLibrary.Start(options);
        using var settings = SessionSettings.For(options);
        try
        {
            _session = new InferenceSession(model, settings);
        }
        catch (OnnxRuntimeException cause)
        {
            throw new ModelException($"The model {id} does not load on {options.Provider}: {cause.Message}", cause);
        }
    }

    /// <summary>The model's name in the manifest.</summary>
    public string Id { get; }

    /// <summary>How a crop is written for this model.</summary>
    public TensorFormat Format { get; }

    /// <summary>Allocates input and output for one input shape; nothing is allocated again when it runs.</summary>
    /// <param name="shape">The input's dimensions, in the model's own order.</param>
    /// <exception cref="ModelException">The model takes no input of this shape.</exception>
    public ModelBinding Bind(params ReadOnlySpan<int> shape)
    {
        try
        {
            return new(_session, shape);
        }
        catch (OnnxRuntimeException cause)
        {
            throw new ModelException($"The model {Id} does not take an input of {string.Join('×', shape.ToArray())}: {cause.Message}", cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
