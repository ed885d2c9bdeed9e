using System.Runtime.InteropServices;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Matching;

/// <summary>One reference on its way into a <see cref="Gallery"/>, which keeps its own copy of the vector.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Id">Which capture it is.</param>
/// <param name="ModelHash">Hash of the embedding model that made it.</param>
/// <param name="Vector">The embedding, of length 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GalleryReference(
    PersonId Person, ReferenceId Id, string ModelHash, ReadOnlyMemory<float> Vector)
{
    /// <summary>The ids only: a vector is biometric data and never becomes text.</summary>
    public override string ToString() => $"reference {Id} of person {Person}";
}
