using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Recognition.Enrolling;
using AccessKiosk.Vision.Models;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary>Captures of one person, and the kind of source they came from.</summary>
internal sealed record EnrollmentCaptures(CaptureReport Report, string Source)
{
    private const string Camera = "camera";

    /// <summary>Takes them from the source that the operator named.</summary>
    /// <exception cref="InputException">There is no such source, or no good picture of one person in it.</exception>
    public static async Task<EnrollmentCaptures> TakeAsync(string source, KioskOptions options, float minAgreement, NewConsent consent, CancellationToken cancellationToken)
    {
        var models = new ModelCatalogue(options.Inference);
        if (source == Camera)
            return new(Guided(models, options, minAgreement, consent, cancellationToken), Camera);
        if (Directory.Exists(source))
            return new(await FolderAsync(new(source), models, options, minAgreement, cancellationToken), "picture");
        var file = new FileInfo(source);
        if (!file.Exists)
            throw new InputException($"No such picture, recording or folder: {file.FullName}");
        if (EnrollmentSource.IsOtherPicture(file))
            throw new InputException($"{file.Name}: {EnrollmentSource.WhyNoPicture(file)}.");
        using var enroller = new FileEnroller(models, options.Quality, options.Enrollment, minAgreement, RecordedFrames.Of);
        var from = new EnrollmentSource(file.Name, file);
        var choice = enroller.Take(from, cancellationToken);
        var dropped = choice.Outliers.Select(o => new RefusedPicture($"{o.Origin} at {o.Timestamp.TotalSeconds:0.0} s", "it shows somebody else than the other pictures"));
        return new(new(choice.Kept, [.. dropped], 1), from.IsPicture ? "picture" : "video");
    }

    private static async Task<CaptureReport> FolderAsync(DirectoryInfo folder, ModelCatalogue models, KioskOptions options, float minAgreement, CancellationToken cancellationToken)
    {
        using var enroller = new FileEnroller(models, options.Quality, options.Enrollment, minAgreement);
        using var pictures = new PictureWork(1);
        var leftOut = PictureFolder.LeftOut(folder);
        var report = await enroller.TakeAsync(PictureFolder.List(folder), pictures, cancellationToken);
        report = report with { Refused = [.. report.Refused, .. leftOut], Pictures = report.Pictures + leftOut.Count };
        return report.Kept.Count > 0 ? report : throw new InputException($"{folder.FullName}: no picture good enough to enrol; {report.WhyNone}.");
    }

    private static CaptureReport Guided(ModelCatalogue models, KioskOptions options, float minAgreement, NewConsent consent, CancellationToken cancellationToken)
    {
        // Not disposed of here: its captures are stored after this.
        var session = new EnrollmentSession(consent, options.Enrollment, options.Quality, minAgreement);
        using var guided = new GuidedEnrollment(models, options.Perception(), options.Enrollment, session);
        var said = "";
        try
        {
            using var camera = new CameraLoop(options.Camera, TimeProvider.System);
            while (session.State is EnrollmentState.Capturing or EnrollmentState.AwaitingLiveness && camera.Next(cancellationToken) is { } frame)
                Say(guided.Process(frame), ref said);
        }
        catch
        {
            session.Cancel();
            throw;
        }
        if (session.State is EnrollmentState.Complete)
            return new(session.Captures(), [], 0);
        var taken = session.Progress.Taken;
        var refused = session.State is EnrollmentState.Refused;
        session.Cancel();
        throw new InputException(refused
            ? "Not enrolled: what the camera saw was no live person. Nothing was kept."
            : $"Not enrolled: the camera's pictures ended after {taken} of 5 captures. Nothing was kept.");
    }

    private static void Say(in EnrollmentProgress progress, ref string said)
    {
        var line = $"{progress.Taken} of {progress.Of}: {CaptureFormatter.Guide(progress)}";
        if (line != said)
            Terminal.Messages.MarkupLineInterpolated($"{line}");
        said = line;
    }
}
