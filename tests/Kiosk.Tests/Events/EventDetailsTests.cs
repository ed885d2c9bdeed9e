using AccessKiosk.Access.Events;

namespace AccessKiosk.Kiosk.Tests.Events;

public sealed class EventDetailsTests
{
    [Fact]
    public void The_camera_is_kept_of_what_happens_at_a_door_and_of_nothing_else()
    {
        var fault = new KioskEvent { Timestamp = DateTimeOffset.UnixEpoch, Code = EventCodes.CameraFault, Door = "front", Source = "in" };
        Assert.Equal("in", EventDetails.Parse(EventDetails.Of(fault)!.Format())!.Camera);
        Assert.Null(EventDetails.Of(fault with { Code = EventCodes.SystemFault, Source = null }));
        Assert.Null(EventDetails.Of(fault with { Code = EventCodes.PersonEnrolled, Door = null, Source = "ada.mp4" }));
    }
}
