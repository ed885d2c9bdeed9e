using System.Text.Json;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Enrollment.Remote;

/// <summary>A picture that was good enough: what is compared, and what the reviewer sees. Sealed as one on the disk.</summary>
/// <param name="Embedding">512 floats of length 1.</param>
/// <param name="ModelHash">SHA-256 of the embedder's file.</param>
/// <param name="Quality">How good the picture is.</param>
/// <param name="Picture">The picture, small, as a JPEG.</param>
public sealed record RemoteCapture(float[] Embedding, string ModelHash, FaceQuality Quality, byte[] Picture)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>For the store, before it is sealed.</summary>
    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>From the store; null when it is of a version that this one cannot read.</summary>
    internal static RemoteCapture? Parse(ReadOnlySpan<byte> plain)
    {
        try
        {
            return JsonSerializer.Deserialize<RemoteCapture>(plain, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Says nothing of the face.</summary>
    public override string ToString() => nameof(RemoteCapture);
}

/// <summary>A picture with its identifier.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Capture">What it holds.</param>
public sealed record RemotePicture(Guid Id, DateTimeOffset At, RemoteCapture Capture);
