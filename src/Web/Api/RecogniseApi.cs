using System.ComponentModel;
using System.Numerics.Tensors;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Recognition;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Quality;
using AccessKiosk.Web.Api.Contracts;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Api;

/// <summary><c>/api/v1/detect</c>, <c>identify</c>, <c>verify</c>: pictures in, answers out. A still proves no live person: none of these opens a door.</summary>
internal static class RecogniseApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var recognise = api.MapGroup("").RequireAuthorization(ApiScopes.Policy(ApiScopes.Recognise)).WithTags("Recognition");
        recognise.MapPost("/detect", DetectAsync).WithName("Detect").WithSummary("The faces of a picture").TakesImage();
        recognise.MapPost("/identify", IdentifyAsync).WithName("Identify").WithSummary("Who of those enrolled the one face of a picture is").TakesImage();
        recognise.MapPost("/verify", VerifyAsync).WithName("Verify").WithSummary("Whether the one face of a picture is a person's").TakesImage().ProducesProblem(404);
    }

    private static async Task<DetectBody> DetectAsync(ApiFaces faces, QualityOptions quality, HttpContext context, CancellationToken cancellationToken)
    {
        var found = await faces.DetectAsync(context.Request, cancellationToken);
        return new(found.Width, found.Height, [.. found.Faces.Select(face => new FaceBody(
            [face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height], face.Score, face.Quality.EyeDistance,
            face.Quality.Pose.Yaw, face.Quality.Pose.Pitch, face.Quality.Pose.Roll, Names(face.Quality.Faults(quality))))]);
    }

    private static async Task<IdentifyBody> IdentifyAsync(ApiFaces faces, EnrolledPopulation workforce, RecognitionOptions options, HttpContext context, CancellationToken cancellationToken)
    {
        var probe = await faces.EmbedAsync(context.Request, cancellationToken);
        var references = workforce.Gallery.References;
        var threshold = workforce.Points.For(Math.Max(1, references)).Threshold;
        var best = new Candidate[2];
        var found = references == 0 ? 0 : workforce.Gallery.Search(probe, best);
        var identification = Identification.Of(best.AsSpan(0, found), threshold, frames: 1);
        var person = identification.Judge(options.MinMargin) is IdentificationVerdict.Named ? identification.Person : null;
        await workforce.Store.Audit.AppendAsync(context.Name(), "api.identified", person?.ToString(), null, cancellationToken);
        // Whom an unknown face resembles is nobody's business, so the score alone is given.
        return new(person?.ToString(), person is { } id ? workforce.NameOf(id) : null, identification.Person is null ? null : identification.Score, threshold, references);
    }

    private static async Task<VerifyBody> VerifyAsync(
        [Description("The person's identifier.")] string person, ApiFaces faces, EnrolledPopulation workforce, HttpContext context, CancellationToken cancellationToken)
    {
        var claimed = PeopleApi.Require(workforce.Store, person);
        var probe = await faces.EmbedAsync(context.Request, cancellationToken);
        var score = float.NegativeInfinity;
        var count = await workforce.Store.References.LoadAsync(
            claimed.Id, FaceEmbedder.ModelHash, (_, embedding) => score = Math.Max(score, TensorPrimitives.Dot(embedding, probe)), cancellationToken);
        if (count == 0)
            throw new StoreException(StoreFault.Conflict, "The person has no reference of the present model: enrol them first.");
        var threshold = workforce.Points.For(count).Threshold;
        await workforce.Store.Audit.AppendAsync(context.Name(), "api.verified", claimed.Id.ToString(), new { match = score >= threshold }, cancellationToken);
        return new(score >= threshold, score, threshold, workforce.Points.FmrOf(score).Rate);
    }

    private static string[] Names(QualityFaults faults) =>
        [.. Enum.GetValues<QualityFaults>().Where(f => f is not QualityFaults.None && faults.HasFlag(f)).Select(f => char.ToLowerInvariant($"{f}"[0]) + $"{f}"[1..])];
}
