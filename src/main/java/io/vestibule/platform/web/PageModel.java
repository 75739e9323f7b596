package io.vestibule.platform.web;

import io.vestibule.platform.security.Viewer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Puts into the model of every page what its frame needs: who is signed in, and what to say once. */
@ControllerAdvice(annotations = Controller.class)
class PageModel {

    @ModelAttribute
    void frame(Model model, @Nullable Authentication authentication) {
        Viewer viewer =
                authentication != null && authentication.getPrincipal() instanceof Viewer signedIn ? signedIn : null;
        model.addAttribute("viewer", viewer);
        if (!model.containsAttribute(Notice.MODEL)) {
            model.addAttribute(Notice.MODEL, List.<Notice>of());
        }
    }
}
