using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Tests.Recognition;

/// <summary>Who was enrolled from elsewhere shows at the first passage that they are live, however live they look.</summary>
[Trait("Speed", "slow")]
public sealed class FirstPassageTests : IDisposable
{
    // He stands before the camera from then on.
    private const int From = 25;

    private readonly KioskOptions _options = KioskOptions.Load();
    private readonly ModelCatalogue _catalogue;
    private readonly ActiveCalibration _points;
    private readonly PerceptionModels _models;
    private readonly Gallery _gallery = new(new() { ModelHash = FaceEmbedder.ModelHash, Dimension = FaceEmbedder.Dimensions });
    private readonly PersonId _man = PersonId.New();

    public FirstPassageTests()
    {
        _catalogue = new(_options.Inference);
        _points = ActiveCalibration.Load(_options.Recognition.Thresholds);
        _models = PerceptionModels.Load(_catalogue, _options.Perception());
        using var enroller = new FileEnroller(_catalogue, _options.Quality, _options.Enrollment, _points.MinAgreement, RecordedFrames.Of);
        var taken = Faces.Man.SelectMany(picture => enroller.Take(new EnrollmentSource("Audun", new(picture)), TestContext.Current.CancellationToken).Kept);
        _gallery.Set(_man, [.. taken.Select(capture => new GalleryReference(_man, ReferenceId.New(), FaceEmbedder.ModelHash, capture.Embedding))]);
    }

    public void Dispose() => _models.Dispose();

    [Fact]
    public void A_person_who_is_live_is_not_let_in_before_a_movement_that_nobody_could_foresee()
    {
        var plain = Play(_ => false);
        Assert.Equal((null, true, false), (plain.Reason, plain.IsLive, plain.IsChallenged));

        // He looks into the camera, and does nothing of what is asked.
        var asked = Play(person => person == _man);
        Assert.Equal((ReasonCode.ChallengeFailed, _man), (asked.Reason!.Value, asked.Person!.Value));
        Assert.Null(Play(person => person != _man).Reason);
    }

    private Decision Play(Func<PersonId, bool> needsProof)
    {
        using var pipeline = new RecognitionPipeline(_models, _options.Perception(), new GalleryView(_gallery, _points, needsProof), _options.Recognition);
        foreach (var frame in RecordedFrames.Of(new(Recordings.ManAnotherDay), TestContext.Current.CancellationToken).Skip(From))
        {
            if (pipeline.Process(frame).Decision is { } decision)
                return decision;
        }

        throw new InvalidOperationException("Nothing was decided.");
    }
}
