using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AccessKiosk.Enrollment.Matching;

namespace AccessKiosk.Enrollment.Renewal;

/// <summary>
/// The direction that a person's enrolment points in: the mean of its references, of length 1. Every renewal is held
/// against it and drawn towards it, however many came before: no chain of renewals can lead away.
/// </summary>
internal sealed class EnrollmentTemplate : IDisposable
{
    // The enrolment counts twice, so that a renewed reference stays within a third or so of the way to the new face.
    private const float EnrollmentWeight = 2;

    private readonly float[] _sum;
    private readonly float[] _mean;

    public EnrollmentTemplate(int dimension) => (_sum, _mean) = (new float[dimension], new float[dimension]);

    /// <summary>References added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a reference of the enrolment; its length does not matter.</summary>
    public void Add(ReadOnlySpan<float> embedding)
    {
        TensorPrimitives.MultiplyAdd(embedding, 1 / TensorPrimitives.Norm(embedding), _sum, _sum);
        TensorPrimitives.Divide(_sum, TensorPrimitives.Norm<float>(_sum), _mean);
        Count++;
    }

    /// <summary>The comparison score of a unit vector against the enrolment.</summary>
    public float Score(ReadOnlySpan<float> probe) => UnitVector.Score(_mean, probe);

    /// <summary>The reference that a probe becomes: of length 1, between the enrolment and the probe, nearer the enrolment.</summary>
    public float[] Renewed(ReadOnlySpan<float> probe)
    {
        var renewed = new float[_mean.Length];
        TensorPrimitives.MultiplyAdd(_mean, EnrollmentWeight, probe, renewed);
        TensorPrimitives.Divide(renewed, TensorPrimitives.Norm<float>(renewed), renewed);
        return renewed;
    }

    /// <summary>Wipes it.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_sum.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_mean.AsSpan()));
    }
}
